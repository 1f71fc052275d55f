import { expect, test } from 'vitest'
import { makePayment, makePayout, settings } from '../../../testkit/make-work.ts'
import { createLanePlan } from './lane-plan.ts'

const { auditMs, ledgerMs, idleMs, retryMinMs } = settings
const named = (identifier: string) => makePayment(makePayout(), { identifier })
const idle = { kind: 'idle', waitMs: null, isPoor: false } as const

test('a lane begins with an audit, and has one again after the time of one', () => {
  const plan = createLanePlan(1_000, settings)
  expect(plan.isAuditDue(1_000)).toBe(true)
  expect(plan.beginAudit(1_000)).toEqual([])
  plan.endAudit(null)
  expect(plan.isAuditDue(1_000 + auditMs - 1)).toBe(false)
  expect(plan.isAuditDue(1_000 + auditMs)).toBe(true)
})

test('an audit that a fault stopped is due again soon, later after each, and looks at the same payments', () => {
  const plan = createLanePlan(0, settings)
  plan.beginAudit(0)
  plan.endAudit([named('left')])
  let now = auditMs
  const waits = Array.from({ length: 6 }, () => {
    expect(plan.beginAudit(now).map(({ identifier }) => identifier)).toEqual(['left'])
    const begun = now
    while (!plan.isAuditDue(now)) now += retryMinMs
    return (now - begun) / retryMinMs
  })
  const most = auditMs / 4 / retryMinMs
  expect(waits).toEqual([1, 2, 4, 8, most, most])
  plan.beginAudit(now)
  plan.endAudit(null)
  expect(plan.isAuditDue(now + auditMs - 1)).toBe(false)
})

test('an audit that was stopped is not put off by a payout that asks for one', () => {
  const plan = createLanePlan(0, settings)
  plan.beginAudit(0)
  plan.endVisit({ isAside: false, from: 10, suspects: [named('met')] }, 20)
  expect(plan.isAuditDue(retryMinMs)).toBe(true)
})

test('a payout that asks for an audit has one soon, which looks at what it and the last audit named', () => {
  const plan = createLanePlan(0, settings)
  plan.beginAudit(0)
  plan.endAudit([named('left'), named('both')])
  plan.endVisit({ isAside: false, from: 10, suspects: [named('both'), named('met')] }, 20)
  expect(plan.isAuditDue(auditMs / 4 - 1)).toBe(false)
  expect(plan.isAuditDue(auditMs / 4)).toBe(true)
  const ids = plan.beginAudit(auditMs / 4).map(({ identifier }) => identifier)
  expect(ids).toEqual(['both', 'met', 'left'])
})

test('idle is until something is due, the audit, or the next look', () => {
  const plan = createLanePlan(0, settings)
  plan.beginAudit(0)
  plan.endAudit(null)
  expect(plan.idle(idle, 0)).toBe(idleMs)
  expect(plan.idle({ ...idle, waitMs: 5 }, 0)).toBe(5)
  expect(plan.idle(idle, auditMs - 7)).toBe(7)
  expect(plan.idle(idle, auditMs + 7)).toBe(0)
})

test('while the wallet cannot pay what waits, it is looked at every six ledgers', () => {
  const plan = createLanePlan(0, settings)
  plan.beginAudit(0)
  plan.endAudit(null)
  plan.idle({ ...idle, isPoor: true }, 0)
  expect(plan.isAuditDue(6 * ledgerMs - 1)).toBe(false)
  expect(plan.isAuditDue(6 * ledgerMs)).toBe(true)
})

test('what stands aside has one turn a ledger, and others as much time as it took, up to a minute', () => {
  const plan = createLanePlan(0, settings)
  const after = (tookMs: number) => {
    plan.endVisit({ isAside: true, from: 100_000 - tookMs, suspects: null }, 100_000)
    return (ms: number) => plan.mayTakeAside(100_000 + ms)
  }
  expect([after(10)(ledgerMs - 1), after(10)(ledgerMs)]).toEqual([false, true])
  expect([after(20_000)(19_999), after(20_000)(20_000)]).toEqual([false, true])
  expect([after(90_000)(59_999), after(90_000)(60_000)]).toEqual([false, true])
})
