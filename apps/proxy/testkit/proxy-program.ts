import { pathToFileURL } from 'node:url'

/** The environment variable that names the bundle which `bundle-for-tests` made. */
export const PROXY_BUNDLE = 'ALOHA_TEST_PROXY'

/** The bundle that all tests of a run start; undefined outside such a run. */
export function sharedBundle(): URL | undefined {
  const bundle = process.env[PROXY_BUNDLE]
  return bundle == null ? undefined : pathToFileURL(bundle)
}

/** The proxy as a program. Bundled, it starts in a third of the time; without a bundle it is its source. */
export function proxyProgram(): URL {
  return sharedBundle() ?? new URL('../src/main.ts', import.meta.url)
}
