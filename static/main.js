// @ts-check
/** What every page loads: the elements it may hold. The stage is last, so that the others hear its first events. */

import { closeMenus } from "./menu.js";
import "./theme.js";
import "./copy-link.js";
import "./paintings.js";
import "./share.js";
import "./channels-key.js";
import "./tensor-bars.js";
import "./tensor-channels.js";
import "./tensor-image.js";
import "./tensor-inspector.js";
import "./tensor-chart.js";
import "./tensor-kernel.js";
import "./tensor-panel.js";
import "./switch-focus.js";
import "./tensor-pass.js";
import "./tensor-picture.js";
import "./tensor-table.js";
import "./tensor-work.js";
import "./tensor-stage.js";

closeMenus(document);
