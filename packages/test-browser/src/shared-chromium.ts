import type { Browser } from 'playwright-core'
import { launchChromium, type LaunchedChromium } from './launch-chromium.ts'

let launched: Promise<LaunchedChromium> | undefined

/** The Chromium of this worker, for all its test files: close pages and contexts, not the browser. */
export function sharedChromium(): Promise<LaunchedChromium> {
  launched ??= launchChromium()
  return launched
}

/** The Chromium of this worker; where there is none, the test is skipped with the reason. */
export async function sharedBrowser(skip: (reason: string) => never): Promise<Browser> {
  const chromium = await sharedChromium()
  return chromium.ok ? chromium.browser : skip(chromium.reason)
}
