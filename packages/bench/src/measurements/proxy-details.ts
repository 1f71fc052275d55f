import { DEVELOPMENT_KEY } from '@aloha-pi/proxy'
import type { Figure, Measurement } from '../figure.ts'
import { timedGet } from '../load/timed-request.ts'
import { median, quantile } from '../statistics.ts'
import { withProxy, type MockAndProxy } from './with-proxy.ts'

const ROUNDS = 5
const REQUESTS = 400
const PAYMENT = 'RKo9DyyzYmmnq4roS1infxy1qc4m'

/** Milliseconds of `REQUESTS` calls, one after another. */
async function measureCalls(port: number, target: string, authorization: string) {
  const times: number[] = []
  for (let call = 0; call < REQUESTS; call += 1) {
    const { ms, status } = await timedGet(port, target, { authorization })
    if (status !== 200) throw new Error(`${target} returned ${status}`)
    times.push(ms)
  }
  return times
}

async function measure({ mock, proxy, apiKey }: MockAndProxy): Promise<Figure[]> {
  // With a key: anonymous responses may come from the one-second cache.
  const calls = {
    direct: () => measureCalls(mock.ready.port, `/v2/payments/${PAYMENT}`, `Key ${apiKey}`),
    proxied: () =>
      measureCalls(
        proxy.ready.port,
        `/v1/transaction/u2a/details/${PAYMENT}`,
        `Bearer ${DEVELOPMENT_KEY}`,
      ),
  }
  await calls.direct()
  await calls.proxied()
  const times = { direct: [] as number[], proxied: [] as number[] }
  const added: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const direct = await calls.direct()
    const proxied = await calls.proxied()
    times.direct.push(...direct)
    times.proxied.push(...proxied)
    added.push(median(proxied) - median(direct))
  }
  const addedMs = median(added)
  return [
    { name: 'direct call, p50', value: `${median(times.direct).toFixed(2)} ms` },
    { name: 'through the proxy, p50', value: `${median(times.proxied).toFixed(2)} ms` },
    {
      name: 'added at p50',
      value: `${addedMs.toFixed(2)} ms`,
      budget: '≤ 1.5 ms',
      met: addedMs <= 1.5,
    },
    {
      name: 'through the proxy, p99',
      value: `${quantile(times.proxied, 0.99).toFixed(2)} ms`,
      note: `direct ${quantile(times.direct, 0.99).toFixed(2)} ms`,
    },
  ]
}

export const proxyDetails: Measurement = {
  name: 'proxy-details',
  title: 'Proxy: u2a/details over a direct call to the same mock',
  run: () => withProxy(measure),
}
