/** Whose error shape an answer takes. */
export type Api = 'platform' | 'control' | 'chain'

/** Platform API under /v2, control under /_mock, everything else is Horizon, as at Pi. */
export function apiOfPath(path: string): Api {
  if (/^\/v2(\/|$)/.test(path)) return 'platform'
  return /^\/_mock(\/|$)/.test(path) ? 'control' : 'chain'
}
