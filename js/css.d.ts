/** The build gives a style sheet's text, minified. */
declare module "*.css" {
  const css: string;
  export default css;
}
