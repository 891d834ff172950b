/** The build without what a plain film does not need; it ships without types of its own. */
declare module "hls.js/light" {
  export { default } from "hls.js";
  export type * from "hls.js";
}
