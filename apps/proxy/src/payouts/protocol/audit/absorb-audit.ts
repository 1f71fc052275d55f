import type { ChainResult, LedgerTime } from '../../model/ports.ts'
import type { Work } from '../../model/work.ts'
import { chainReset } from '../chain/back-off-for-horizon.ts'
import { absorbSurvey } from '../chain/survey.ts'
import { alarm } from '../moves.ts'
import type { Rules } from '../rules.ts'
import type { Visit } from '../situation.ts'
import { absorbed, isUnknown, type Absorbed, type Outcome } from '../steps.ts'
import type { AuditMemory, AuditStep } from './audit-memory.ts'
import { absorbIdentify, absorbKeyProof, absorbOwner } from './identify-transactions.ts'
import { absorbList, absorbOrphan } from './open-payments.ts'
import { sortOut } from './sort-open-payments.ts'

/** Outcomes of the audit's steps: what fails is left for the next audit. */
export function absorbAudit(
  visit: Visit<AuditMemory>,
  rules: Rules,
  { step, outcome }: { step: AuditStep; outcome: Outcome },
): Absorbed<AuditMemory> {
  if (step.type === 'note') return step.absorbed
  const { transactions, payments } = visit.memory
  switch (outcome.type) {
    case 'survey':
      return absorbSurvey(visit, rules.isCovered, outcome)
    case 'read_ledger':
      return absorbNewest(visit.work, outcome.ledger)
    case 'open':
      if (payments.phase === 'list') return absorbList(payments.suspects, outcome.result, rules)
      break
    case 'traced': {
      const { payouts } = outcome
      if (transactions.phase === 'find_owner') {
        return absorbOwner(visit, rules, { ...transactions, payouts })
      }
      if (payments.phase === 'find_owners') return sortOut(visit, rules, { ...payments, payouts })
      break
    }
    case 'payment': {
      const { result } = outcome
      if (step.type === 'identify') {
        return absorbIdentify(visit, rules, { transaction: step.transaction, result })
      }
      if (step.type === 'prove_key') return absorbKeyProof(result, rules)
      if (step.type === 'cancel' && payments.phase === 'cancel') {
        return absorbOrphan(payments, rules, { piId: step.piId, result })
      }
    }
  }
  throw new Error(`An audit has no ${step.type} step with the outcome ${outcome.type}`)
}

/** A ledger that is younger than one of the books, with a lower number, is of another chain. */
function absorbNewest(
  { lane: { tip } }: Work,
  newest: ChainResult<LedgerTime>,
): Absorbed<AuditMemory> {
  if (tip == null) return absorbed({ isOver: true })
  if (newest.kind !== 'ok') {
    const cause = isUnknown(newest) ? newest.cause : 'no newest ledger'
    return absorbed({ isOver: true, alarms: [alarm('upstream_down', null, `Horizon: ${cause}`)] })
  }
  const { sequence, closedAt } = newest.value
  if (sequence >= tip.sequence || closedAt <= tip.closedAt) {
    return absorbed({ memory: { ledgerTime: newest.value } })
  }
  return absorbed({ isOver: true, alarms: [chainReset(null, sequence, tip)] })
}
