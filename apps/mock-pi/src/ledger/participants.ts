import type { Envelope, Operation } from './envelope.ts'

/** Accounts that an operation concerns: its source, and those that it pays, creates or lets claim. */
export function operationParticipants(operation: Operation, { source }: Envelope): string[] {
  const own = (operation.source ?? source).address
  if (operation.type === 'create_claimable_balance') {
    return [...new Set([own, ...operation.claimants.map(({ destination }) => destination)])]
  }
  return 'to' in operation ? [...new Set([own, operation.to.address])] : [own]
}

/** Accounts whose history includes a transaction. */
export function transactionParticipants(envelope: Envelope): string[] {
  const all = envelope.operations.flatMap((operation) => operationParticipants(operation, envelope))
  return [...new Set([envelope.source.address, ...all])]
}
