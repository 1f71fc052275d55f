import fc from 'fast-check'
import { isDeepStrictEqual } from 'node:util'
import { expect, test } from 'vitest'
import { loadStellar } from '../../src/ledger/stellar.ts'
import type { World } from '../../src/world/world.ts'
import { readSnapshot } from '../../src/worlds/read-snapshot.ts'
import { scenarios } from './any-scenario.ts'
import { startInProcess, type Alteration } from './in-process-mock.ts'
import type { Call, MockResponse } from './mock-port.ts'
import { playScenario } from './play-scenario.ts'
import { isProof, runs, timeFor } from './run-parameters.ts'

type Send = (call: Call) => Promise<MockResponse>

const textOf = (world: World) => JSON.stringify(world.saved())

/** A response can hold a part of the world, which changes later. */
const copying: (world: World) => (call: Call, send: Send) => Promise<MockResponse> =
  () => async (call, send) =>
    structuredClone(await send(call))

/** Saves the world as text and restores it from there, before each call. */
const restoring =
  (change: (text: string) => string = (text) => text): Alteration =>
  (world) =>
  async (call, send) => {
    await loadStellar()
    const text = textOf(world)
    const read = await readSnapshot(JSON.parse(change(text)))
    if (!read.ok) throw new Error(read.reason)
    world.restore(read.saved)
    if (textOf(world) !== text) throw new Error('saved again, it has other bytes')
    return copying(world)(call, send)
  }

/** Plays each scenario in a world that is restored all the time, and in one that is not; says what differs. */
async function playBoth(usualRuns: number, change?: (text: string) => string) {
  const property = fc.asyncProperty(
    fc.string(),
    scenarios({ length: 8 }),
    async (seed, scenario) => {
      const plain = await playScenario(startInProcess(seed, copying), scenario)
      const restored = await playScenario(startInProcess(seed, restoring(change)), scenario)
      const responsesOf = ({ responses }: typeof plain) =>
        responses.map(({ body, ...rest }) => ({
          ...rest,
          body: { ...(body as object), worldId: '' },
        }))
      if (!isDeepStrictEqual(responsesOf(plain), responsesOf(restored)))
        throw new Error('a restored world responds otherwise')
    },
  )
  return fc.defaultReportMessage(await fc.check(property, runs(usualRuns)))
}

test(
  'a world that is saved and restored before each call responds as one that is not',
  async () => {
    expect(await playBoth(isProof ? 200 : 10)).toBeUndefined()
  },
  timeFor(60_000),
)

test('the property finds a number that is not saved', async () => {
  const forget = (text: string) =>
    text.replace(/"begun":\d+,"list":\[\{"id"/, '"begun":1000,"list":[{"id"')
  expect(await playBoth(5, forget)).toMatch('it has other bytes')
})
