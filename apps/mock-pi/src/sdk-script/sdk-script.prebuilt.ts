import { bundleBrowserScript } from './bundle-browser-script.ts'

// In the packed mock each function returns the text that was built when it was packed.

/** The browser SDK, for a script tag or an import. */
export function buildSdkScript(): Promise<string> {
  return bundleBrowserScript('main.ts')
}

/** The script of the mock's page `/host`. */
export function buildHostScript(): Promise<string> {
  return bundleBrowserScript('host-page/main.ts')
}
