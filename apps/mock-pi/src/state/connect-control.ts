import { createMockControl, type MockControl } from '../control-client/index.ts'

const DEFAULT_URL = 'http://127.0.0.1:3141'
/** Of a large world. */
const MAX_WAIT_MS = 120_000

type Place = { url: string | undefined; world: string | undefined }

/** A client of the mock and world that `--url` and `--world` name; throws a sentence. */
export function connectControl({ url = DEFAULT_URL, world }: Place): MockControl {
  try {
    return createMockControl({ url, world, timeoutMs: MAX_WAIT_MS })
  } catch (cause) {
    // As `url must be …` and `world must be …`.
    throw new Error(`--${(cause as Error).message}`, { cause })
  }
}
