export {
  findChromium,
  launchChromium,
  type FoundChromium,
  type LaunchedChromium,
} from './launch-chromium.ts'
export { sharedBrowser, sharedChromium } from './shared-chromium.ts'
