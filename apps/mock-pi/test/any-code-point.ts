import fc from 'fast-check'

/** A unit of any text. The unit `binary` of fc.string says the same, and takes a second to prepare. */
export const anyCodePoint = fc
  .integer({ min: 0, max: 0x10ffff })
  .map((point) => String.fromCodePoint(point))
