import { pathToFileURL } from 'node:url'

/** The environment variable that names the bundle which `bundle-for-tests` made. */
export const PROXY_BUNDLE = 'ALOHA_TEST_PROXY'

/** The proxy as a program. Bundled, it starts in a third of the time; without a bundle it is its source. */
export function proxyProgram(): URL {
  const bundle = process.env[PROXY_BUNDLE]
  return bundle == null ? new URL('../src/main.ts', import.meta.url) : pathToFileURL(bundle)
}
