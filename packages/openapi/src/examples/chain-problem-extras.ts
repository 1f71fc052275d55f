import type { ChainProblem, ChainProblemCode } from '@aloha-pi/contracts/chain'
import { signedEnvelope, signedHash, underfundedResult } from './chain-records.ts'

/** What the examples of problems carry in `extras`. */
export const problemExtras: Partial<Record<ChainProblemCode, ChainProblem['extras']>> = {
  bad_request: { invalid_field: 'limit', reason: 'must be at most 200' },
  transaction_malformed: { envelope_xdr: 'AAAAAg==' },
  transaction_failed: {
    envelope_xdr: signedEnvelope,
    result_codes: { transaction: 'tx_failed', operations: ['op_underfunded'] },
    result_xdr: underfundedResult,
  },
  timeout: { hash: signedHash, envelope_xdr: signedEnvelope },
}
