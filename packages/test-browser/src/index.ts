export { launchChromium, type LaunchedChromium } from './launch-chromium.ts'
