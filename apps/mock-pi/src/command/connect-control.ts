import { createMockControl, type MockControl } from '../control-client/index.ts'
import { EXPLAIN_OPTIONS } from './pages.ts'
import { UsageError } from './usage-error.ts'

/** Of a large world. */
const MAX_WAIT_MS = 120_000

type Place = { url: string | undefined; world: string | undefined }

/** A client of the mock and world that `--url` and `--world` name; throws a sentence. */
export function connectControl({ url = EXPLAIN_OPTIONS.url.default, world }: Place): MockControl {
  try {
    return createMockControl({ url, world, timeoutMs: MAX_WAIT_MS })
  } catch (cause) {
    // As `url must be …` and `world must be …`.
    throw new UsageError(`--${(cause as Error).message}`, { cause })
  }
}
