import type { ChainProblemCode } from './errors.ts'

/** Contract metadata of a chain operation. Horizon asks for no credential. */
export type ChainOperation = {
  credential: 'none'
  errors: readonly ChainProblemCode[]
  /** The form may be `multipart/form-data` too. */
  takesMultipart?: true
  tag: 'network' | 'accounts' | 'ledgers' | 'transactions' | 'operations' | 'assets'
}

export function chainOperation(
  tag: ChainOperation['tag'],
  ...errors: ChainProblemCode[]
): ChainOperation {
  return { credential: 'none', errors, tag }
}

/** Of an operation that reads the history of one resource. */
export function historyOperation(tag: ChainOperation['tag']): ChainOperation {
  return chainOperation(tag, 'bad_request', 'not_found', 'before_history', 'stale_history')
}
