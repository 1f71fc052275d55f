import fc from 'fast-check'

/** One way to break an envelope; `at` is a share of its length. */
export const mutationArbitrary = fc.record({
  kind: fc.constantFrom(
    'flip a bit',
    'set a word',
    'cut the end',
    'add to the end',
    'leave bytes out',
    'repeat bytes',
    'nothing',
  ),
  at: fc.double({ min: 0, max: 0.9999, noNaN: true }),
  bit: fc.nat({ max: 7 }),
  /** Lengths and discriminants that are enormous, or just beyond what is allowed. */
  word: fc.constantFrom(
    0,
    1,
    2,
    5,
    20,
    21,
    28,
    29,
    100,
    101,
    256,
    0x7fffffff,
    0x80000000,
    0xffffffff,
  ),
  bytes: fc.uint8Array({ maxLength: 64 }),
})
export type Mutation = typeof mutationArbitrary extends fc.Arbitrary<infer T> ? T : never

export function mutate(envelope: Buffer, { kind, at, bit, word, bytes }: Mutation): Buffer {
  const place = Math.floor(envelope.length * at)
  const aligned = Math.max(0, Math.min(place - (place % 4), envelope.length - 4))
  const changed = Buffer.from(envelope)
  switch (kind) {
    case 'flip a bit':
      changed[place] = (changed[place] ?? 0) ^ (1 << bit)
      return changed
    case 'set a word':
      if (changed.length >= 4) changed.writeUInt32BE(word, aligned)
      return changed
    case 'cut the end':
      return changed.subarray(0, place)
    case 'add to the end':
      return Buffer.concat([changed, bytes])
    case 'leave bytes out':
      return Buffer.concat([changed.subarray(0, aligned), changed.subarray(aligned + 4)])
    case 'repeat bytes':
      return Buffer.concat([
        changed.subarray(0, aligned),
        changed.subarray(Math.max(0, aligned - 4)),
      ])
    case 'nothing':
      return changed
  }
}
