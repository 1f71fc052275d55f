import type { ChainProblemCode } from './errors.ts'

/** Contract metadata of a chain operation. Horizon asks for no credential. */
export type ChainOperation = {
  credential: 'none'
  errors: readonly ChainProblemCode[]
  /** Whether it returns a stream of events to a client that accepts `text/event-stream`. */
  streams?: true
  /** The form may be `multipart/form-data` too. */
  takesMultipart?: true
  tag:
    | 'network'
    | 'accounts'
    | 'ledgers'
    | 'transactions'
    | 'operations'
    | 'assets'
    | 'claimable balances'
    | 'effects'
}

export function chainOperation(
  tag: ChainOperation['tag'],
  ...errors: ChainProblemCode[]
): ChainOperation {
  return { credential: 'none', errors, tag }
}

/** Of an operation that also returns a stream of events. */
export function streamedOperation(
  tag: ChainOperation['tag'],
  ...errors: ChainProblemCode[]
): ChainOperation {
  return { ...chainOperation(tag, 'rate_limit_exceeded', ...errors), streams: true }
}

/** Of an operation that reads the history of one resource, as a page or as a stream of events. */
export function historyOperation(tag: ChainOperation['tag']): ChainOperation {
  return streamedOperation(tag, 'bad_request', 'not_found', 'before_history', 'stale_history')
}
