/** Where each number of a kept exchange is; NaN: it has none. */
export const place = {
  /** In the ring of bytes. */
  start: 0,
  id: 1,
  at: 2,
  startedAt: 3,
  duration: 4,
  status: 5,
  /** The text begins with this many lines of the request: its URL and its headers. Headers of the response follow. */
  requestLines: 6,
  textSize: 7,
  sentKept: 8,
  sentBytes: 9,
  receivedKept: 10,
  receivedBytes: 11,
} as const
export const PLACES = 12

/** Members whose values live anyway, or that few exchanges have. */
export const SHARED = [
  'api',
  'method',
  'credential',
  'caller',
  'route',
  'validation',
  'fault',
] as const
