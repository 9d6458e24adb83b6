"""Room 5: pictures and what a network makes of them: decoding, weights, activations, saliency, tiles."""
