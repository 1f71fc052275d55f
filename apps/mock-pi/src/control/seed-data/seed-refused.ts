/** Ends the adding of seed data; `addSeedData` returns its message. */
export class SeedRefused extends Error {
  constructor(field: string, rule: string) {
    super(`${field}: ${rule}`)
  }
}

/** The same for what a use case refused, in its words. */
export function refusedBy({ body }: { body: { error_message: string } }, field: string) {
  return new SeedRefused(field, body.error_message)
}
