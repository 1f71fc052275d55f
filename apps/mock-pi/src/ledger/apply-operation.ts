import { applyChangeTrust } from './apply-change-trust.ts'
import {
  applyClaimClaimableBalance,
  applyCreateClaimableBalance,
} from './apply-claimable-balance.ts'
import { applyCreateAccount, applyPayment } from './apply-payment.ts'
import { applySetOptions } from './apply-set-options.ts'
import { change, sourceOf, type Applying } from './applying.ts'
import type { Operation } from './envelope.ts'
import { draftState } from './ledger-state.ts'
import { sequenceMovedIn } from './new-account.ts'
import type { Outcome } from './outcome.ts'
import type { OperationCode } from './transaction-result.ts'

type Applied = { code: OperationCode; outcome: Outcome | undefined }

/** Applies one operation that is well-formed and authorised; anything but `op_success` changed nothing. */
export function applyOperation(applying: Omit<Applying, 'report'>, operation: Operation): Applied {
  if (applying.state.accounts.get(applying.source) == null) {
    return { code: 'op_no_source_account', outcome: undefined }
  }
  let outcome: Outcome | undefined
  const draft = draftState(applying.state)
  const report = (reported: Outcome) => {
    outcome = reported
  }
  const code = perform({ ...applying, state: draft, report }, operation)
  if (code === 'op_success') draft.commit()
  return { code, outcome }
}

function perform(applying: Applying, operation: Operation): OperationCode {
  switch (operation.type) {
    case 'payment':
      return applyPayment(applying, operation)
    case 'create_account':
      return applyCreateAccount(applying, operation)
    case 'bump_sequence':
      return applyBumpSequence(applying, operation.bumpTo)
    case 'change_trust':
      return applyChangeTrust(applying, operation)
    case 'set_options':
      return applySetOptions(applying, operation.options)
    case 'create_claimable_balance':
      return applyCreateClaimableBalance(applying, operation)
    case 'claim_claimable_balance':
      return applyClaimClaimableBalance(applying, operation)
    case 'not_simulated':
      throw new Error(
        `The operation ${operation.name} is not simulated and should have been refused`,
      )
  }
}

/** Takes the sequence of the source further, never back (core: BumpSequenceOpFrame). */
function applyBumpSequence(applying: Applying, bumpTo: bigint): OperationCode {
  const source = sourceOf(applying)
  const sequence = bumpTo > source.sequence ? bumpTo : source.sequence
  change(applying, source, { sequence, ...sequenceMovedIn(applying.ledger) })
  if (sequence !== source.sequence) applying.report({ type: 'sequence_bumped', sequence })
  return 'op_success'
}
