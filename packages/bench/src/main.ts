import { formatFigure, partsOf, type Measurement } from './figure.ts'
import { chainThroughput } from './measurements/chain-throughput.ts'
import { clientSize } from './measurements/client-size.ts'
import { halfOpenSockets } from './measurements/half-open-sockets.ts'
import { keyTiming } from './measurements/key-timing.ts'
import { mockMemory } from './measurements/mock-memory.ts'
import { mockStart } from './measurements/mock-start.ts'
import { mockThroughput } from './measurements/mock-throughput.ts'
import { mockWorlds } from './measurements/mock-worlds.ts'
import { otherMocks } from './measurements/other-mocks.ts'
import { payoutQueue } from './measurements/payout-queue.ts'
import { payouts } from './measurements/payouts.ts'
import { proxyDetails } from './measurements/proxy-details.ts'
import { proxyLoad } from './measurements/proxy-load.ts'
import { stackStart } from './measurements/stack-start.ts'

const all: Measurement[] = [
  mockThroughput,
  mockStart,
  mockWorlds,
  otherMocks,
  chainThroughput,
  mockMemory,
  proxyDetails,
  proxyLoad,
  keyTiming,
  halfOpenSockets,
  stackStart,
  clientSize,
  payouts,
  payoutQueue,
]
const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => all.every((each) => each.name !== name))

if (unknown.length > 0) {
  console.error(
    `There is no measurement ${unknown.join(', ')}. Measurements: ${all.map((each) => each.name).join(', ')}`,
  )
  process.exitCode = 1
} else {
  const chosen = all.filter(({ name }) => wanted.length === 0 || wanted.includes(name))
  for (const measurement of chosen) {
    console.log(`\n${measurement.title} [${measurement.name}]`)
    for await (const figures of partsOf(measurement)) {
      for (const figure of figures) console.log(formatFigure(figure))
    }
  }
}
