import type { xdr } from '@stellar/stellar-sdk/base'
import type { Preconditions } from './envelope.ts'

const NONE: Preconditions = {
  minTime: 0n,
  maxTime: 0n,
  hasTimeBounds: false,
  minLedger: 0,
  maxLedger: 0,
  minSequence: null,
  minSequenceAge: 0n,
  minSequenceLedgerGap: 0,
  hasExtraSigners: false,
}

/** When a transaction is valid, with everything that is not said left open. */
export function decodePreconditions(conditions: xdr.Preconditions): Preconditions {
  switch (conditions.type) {
    case 'precondNone':
      return NONE
    case 'precondTime':
      return withTimeBounds(conditions.timeBounds)
    case 'precondV2': {
      const { timeBounds, ledgerBounds, minSeqNum, minSeqAge, minSeqLedgerGap, extraSigners } =
        conditions.v2
      return {
        ...(timeBounds == null ? NONE : withTimeBounds(timeBounds)),
        ...ledgerBounds?.toXdrObject(),
        minSequence: minSeqNum,
        minSequenceAge: minSeqAge,
        minSequenceLedgerGap: minSeqLedgerGap,
        hasExtraSigners: extraSigners.length > 0,
      }
    }
  }
}

function withTimeBounds({ minTime, maxTime }: xdr.TimeBounds): Preconditions {
  return { ...NONE, minTime, maxTime, hasTimeBounds: true }
}
