import type { Evidence } from '@aloha-pi/contracts/evidence'

/** The evidence of a row that a contract names. A missing one is a fault of the tables. */
export function evidenceOf(table: Readonly<Record<string, Evidence>>, name: string): Evidence {
  const evidence = table[name]
  if (evidence == null) throw new Error(`There is no evidence for "${name}"`)
  return evidence
}
