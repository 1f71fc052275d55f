import type { Figure, Measurement } from '../figure.ts'
import { timedGet } from '../load/timed-request.ts'
import { median } from '../statistics.ts'
import { withProxy, type MockAndProxy } from './with-proxy.ts'

const REQUESTS = 2_000
const PATH = '/v1/transaction/a2u/incomplete'

async function timeRefusal(port: number, key: string): Promise<number> {
  const { ms, status } = await timedGet(port, PATH, { authorization: `Bearer ${key}` })
  if (status !== 401) throw new Error(`A wrong key got ${status}`)
  return ms
}

/** P2: a key whose id exists and one whose id does not take equally long, so that ids cannot be found. */
async function measure({ proxy, wrongKeys }: MockAndProxy): Promise<Figure[]> {
  const times = { known: [] as number[], unknown: [] as number[] }
  for (let call = 0; call < REQUESTS + 200; call += 1) {
    const order = call % 2 === 0 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const)
    for (const which of order) {
      const ms = await timeRefusal(
        proxy.ready.port,
        which === 'known' ? wrongKeys.knownId : wrongKeys.unknownId,
      )
      if (call >= 200) times[which].push(ms)
    }
  }
  const known = median(times.known)
  const unknown = median(times.unknown)
  const difference = Math.abs(known - unknown) / Math.min(known, unknown)
  return [
    { name: 'known id, wrong secret, median', value: `${known.toFixed(3)} ms` },
    { name: 'unknown id, median', value: `${unknown.toFixed(3)} ms` },
    {
      name: 'P2: difference of the medians',
      value: `${(difference * 100).toFixed(1)} %`,
      budget: '< 5 %',
      met: difference < 0.05,
    },
  ]
}

export const keyTiming: Measurement = {
  name: 'key-timing',
  title: 'Proxy: time to refuse a key with a known and with an unknown id (P2)',
  run: () => withProxy(measure),
}
