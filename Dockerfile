# The server in a container:           docker build -t tensorwalk . && docker run -p 8000:8000 tensorwalk
# For a GPU, a CUDA build of torch:    docker build --build-arg TORCH_INDEX=https://download.pytorch.org/whl/cu130 ...
#                                      docker run --gpus all -p 8000:8000 tensorwalk
FROM python:3.11-slim AS packages
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu
WORKDIR /build
COPY requirements.txt .
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --index-url "$TORCH_INDEX" "$(grep '^torch==' requirements.txt)" \
    && /venv/bin/pip install --no-cache-dir -r requirements.txt

FROM python:3.11-slim
COPY --from=packages /venv /venv
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 TENSORWALK_DATA=/data
WORKDIR /srv/tensorwalk
COPY app app
COPY templates templates
COPY static static
# Byte code is written now: the program's user may not write here, and a start without it is slower.
RUN python -m compileall -q app && useradd --system --no-create-home tensorwalk \
    && mkdir /data && chown tensorwalk /data && chmod 700 /data
USER tensorwalk
# Uploaded pictures and published weights; a named volume keeps them:  docker run -v tensorwalk:/data ...
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["python", "-m", "app", "serve", "--host", "0.0.0.0"]
