import { expect, test } from 'vitest'
import { createMockControl } from '../../src/control-client/index.ts'
import { startMock } from '../start-mock.ts'

const RULE = {
  match: { operation: 'platform.payments.get' },
  when: { every: 2 },
  effect: { type: 'rate-limit', retry_after_s: 7 },
} as const

async function startControlled() {
  const mock = await startMock()
  return { mock, control: createMockControl({ url: mock.url }) }
}

test('rules of the client and of the process are the same rules', async () => {
  const { mock, control } = await startControlled()
  const added = await control.addFault(RULE)
  expect(mock.faults.list()).toEqual([added])
  const other = mock.faults.add({ effect: { type: 'lost-answer' } })
  expect((await control.faults()).faults).toEqual([added, other])

  expect(await control.removeFault(added.id)).toEqual(added)
  expect(mock.faults.remove(other.id)).toEqual(other)
  expect((await control.faults()).faults).toEqual([])
  mock.faults.add(RULE)
  expect((await control.clearFaults()).faults).toEqual([])
  mock.faults.add(RULE)
  mock.faults.clear()
  expect(mock.faults.list()).toEqual([])
})

test.each([
  [{ match: { operation: 'platform.payments.aprove' }, effect: RULE.effect }, 'match.operation'],
  [{ match: { app: 'unknown-app' }, effect: RULE.effect }, 'unknown-app'],
  [{ match: { user: 'mallory' }, effect: RULE.effect }, 'mallory'],
  [{ ...RULE, often: true }, 'often'],
])('%j is refused by both, with the name of what is wrong', async (rule, name) => {
  const { mock, control } = await startControlled()
  await expect(control.addFault(rule as never)).rejects.toThrow(name)
  expect(() => mock.faults.add(rule as never)).toThrow(name)
  expect(mock.faults.list()).toEqual([])
})

test('what no one knows is refused by both', async () => {
  const { mock, control } = await startControlled()
  await expect(control.removeFault('fault-9')).rejects.toMatchObject({ code: 'fault_not_found' })
  expect(() => mock.faults.remove('fault-9')).toThrow('There is no fault fault-9')
  await expect(control.explain('r-1')).rejects.toMatchObject({ code: 'request_not_found' })
  await expect(mock.explain('r-1')).rejects.toThrow('No request r-1 is remembered')
})

test('both list and explain the same requests', async () => {
  const { mock, control } = await startControlled()
  await control.addFault({ effect: { type: 'html-500' } })
  await fetch(`${mock.url}/v2/payments/none`, { headers: { authorization: `Key ${mock.apiKey}` } })
  const { refusals } = await control.refusals()
  expect(await mock.refusals()).toEqual({ refusals })
  const [refused] = refusals
  const explained = await control.explain(refused?.request_id ?? '')
  expect(explained).toMatchObject({ rule: 'fault/html-500', fault: 'fault-1', status: 500 })
  expect(await mock.explain('last')).toEqual(explained)
})

test('a reset brings the rules of the start back, for both', async () => {
  const mock = await startMock({ faults: [RULE] })
  const control = createMockControl({ url: mock.url })
  await control.clearFaults()
  await control.reset()
  expect((await control.faults()).faults).toMatchObject([RULE])
  expect(mock.faults.list()).toMatchObject([RULE])
})
