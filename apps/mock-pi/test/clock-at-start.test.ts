import { expect, test } from 'vitest'
import { readCommandLine } from '../src/command/command-line.ts'
import { createMockControl } from '../src/control-client/index.ts'
import { startMock } from './start-mock.ts'

const AT = '2027-03-04T05:06:07.000Z'

test('a world begins at the given time, stopped, and again after a reset', async () => {
  let real = Date.UTC(2026, 0, 1)
  const { options } = readCommandLine(['--clock', AT])
  const mock = await startMock({ now: () => real, clock: options.clock })
  const control = createMockControl({ url: mock.url })
  real += 5_000
  expect(await control.clock()).toMatchObject({ now: AT, frozen: true })
  expect((await control.ledger()).latest).toMatchObject({ sequence: 1, closed_at: AT })
  await control.advanceClock({ ms: 60_000 })
  await control.reset()
  expect((await control.clock()).now).toBe(AT)
  await control.resumeClock()
  real += 1_000
  expect((await control.clock()).now).toBe('2027-03-04T05:06:08.000Z')

  await control.createWorld({ name: 'one' })
  await control.createWorld({ name: 'two', clock: '2020-01-01T00:00:00Z' })
  expect((await control.inWorld('one').clock()).now).toBe(AT)
  expect((await control.inWorld('two').clock()).now).toBe('2020-01-01T00:00:00.000Z')
})

test.each(['tomorrow', '2027-03-04', '1969-12-31T23:59:59Z', '9999-01-01T00:00:00Z'])(
  'a time that is none is named: %s',
  async (clock) => {
    await expect(startMock({ clock })).rejects.toThrow(/^clock must be (ISO 8601|from 1970)/)
    expect(() => readCommandLine(['--clock', clock])).toThrow(/^--clock must be /)
    const control = createMockControl({ url: (await startMock()).url })
    await expect(control.createWorld({ name: 'one', clock })).rejects.toThrow(/^clock must be /)
  },
)
