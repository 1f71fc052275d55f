import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { startByCommand, type StartOptions } from '../../src/command/use-mock.ts'
import { haveState } from './have-state.ts'

async function start(options: StartOptions) {
  const said: string[] = []
  const say = (line: string) => said.push(line)
  const ports = { env: {}, now: () => performance.now(), print: say, say }
  const mock = await startByCommand(options, ports)
  onTestFinished(() => mock.close().catch(() => {}))
  return { mock, said }
}

test.each([
  ['{"format":', 'is not a snapshot: it is not valid JSON: broken or cut off'],
  ['', 'is not a snapshot: it is empty'],
  [
    '{}',
    'is not usable: format must be "aloha-pi mock snapshot": this is not a snapshot of mock-pi',
  ],
  [
    '{"format":"aloha-pi mock snapshot","version":7}',
    'is not usable: version is 7, and this mock-pi reads version 1: a newer mock-pi saved it, so use that one',
  ],
])(
  'a file that cannot be used is left as it is, and no mock starts: %s',
  async (text, sentence) => {
    const { file, folder } = haveState()
    writeFileSync(file, text)
    await expect(start({ state: file })).rejects.toThrow(
      `${file} ${sentence}. The file is as it was. Mend or move it`,
    )
    expect([readFileSync(file, 'utf8'), readdirSync(folder)]).toEqual([text, ['state.json']])
  },
)

test('a file in a folder that is missing is named before the mock is ready', async () => {
  const { folder } = haveState()
  const state = `${folder}/none/state.json`
  await expect(start({ state })).rejects.toThrow(
    `${state} cannot be written: its folder does not exist`,
  )
})

test('options of a new world are named when the world goes on without them', async () => {
  const { file } = haveState()
  const { mock, said } = await start({ state: file, preset: 'pending-lock' })
  expect(said).toEqual([])
  await mock.close()
  const again = await start({ state: file, preset: 'slow-horizon', clock: '2026-01-01T00:00:00Z' })
  expect(again.said).toEqual([
    `mock-pi: the world of ${file} goes on; --clock, --preset will be used by a reset only`,
  ])
  // The payment of the first preset is there, and no other.
  expect(again.mock.world.payments.size().begun).toBe(mock.world.payments.size().begun)
  expect(again.mock.presets.atStart()).toBeUndefined()
  again.mock.world.reset()
  expect(again.mock.presets.atStart()?.name).toBe('slow-horizon')
})

test('a file of another network is refused, and a saved snapshot begins another world', async () => {
  const { file } = haveState()
  const { mock } = await start({ state: file })
  const { worldId } = mock.world
  await mock.close()
  await expect(start({ state: file, network: 'Pi Network' })).rejects.toThrow(
    'network is "Pi Testnet", but this mock is on "Pi Network"',
  )
  writeFileSync(file, JSON.stringify(mock.snapshot()))
  const other = await start({ state: file })
  expect(other.mock.apiKey).toBe(mock.apiKey)
  expect(other.mock.world.worldId).not.toBe(worldId)
})
