import { install } from "./projects.ts";

export default install;
