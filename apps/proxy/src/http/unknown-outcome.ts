const participles = { approve: 'approved', complete: 'completed', abort: 'cancelled' }

/** What a client must know when the end of its call, an operation of `u2a`, is unknown. */
export function unknownOutcome(action: keyof typeof participles): string {
  return `Whether the payment is ${participles[action]} is unknown; repeating the same call is safe and resolves it`
}
