/** Whose error shape a response takes. */
export type Api = 'platform' | 'control' | 'wallet' | 'chain'

/** Platform API under /v2, control under /_mock, wallet under /_wallet, everything else is Horizon, as at Pi. */
export function apiOfPath(path: string): Api {
  if (/^\/v2(\/|$)/.test(path)) return 'platform'
  if (/^\/_wallet(\/|$)/.test(path)) return 'wallet'
  return /^\/_mock(\/|$)/.test(path) ? 'control' : 'chain'
}

/** Where pages load the browser SDK from. */
export const SDK_SCRIPT_PATH = '/pi-sdk.js'

/** Pages of the mock for people, which stand where Horizon's paths are, and what they load. */
export function isPageOfMock(path: string): boolean {
  return path === SDK_SCRIPT_PATH || /^\/(docs|dashboard|openapi|oauth|host)([/.]|$)/.test(path)
}
