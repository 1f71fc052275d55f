import type { Envelope, Operation } from './envelope.ts'

/** Accounts that an operation concerns: its source, and whom it pays or creates. */
export function operationParticipants(operation: Operation, { source }: Envelope): string[] {
  const own = (operation.source ?? source).address
  return 'to' in operation ? [...new Set([own, operation.to.address])] : [own]
}

/** Accounts whose history includes a transaction. */
export function transactionParticipants(envelope: Envelope): string[] {
  const all = envelope.operations.flatMap((operation) => operationParticipants(operation, envelope))
  return [...new Set([envelope.source.address, ...all])]
}
