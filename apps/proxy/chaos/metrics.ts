import type { Linked } from './start-instances.ts'
import type { Record } from './record.ts'
import { sleepUntil } from './sleep-until.ts'

const EVERY_MS = 5_000

/** Reads the metrics of every instance again and again, for the search for secrets. */
export async function readMetrics(instances: readonly Linked[], record: Record, over: AbortSignal) {
  while (!over.aborted) {
    await sleepUntil(EVERY_MS, over)
    for (const instance of instances) {
      const url = instance.metricsUrl()
      if (url == null) continue
      const text = await readText(`${url}/metrics`)
      if (text != null) record.scan('the metrics of a proxy', text)
    }
  }
}

/** Undefined: it was killed or stopped meanwhile. */
async function readText(url: string): Promise<string | undefined> {
  try {
    return await (await fetch(url, { signal: AbortSignal.timeout(1_000) })).text()
  } catch {
    return undefined
  }
}
