/** Which mock world this database belongs to: ids of one world mean nothing in another. */
export interface WorldStore {
  /** Keeps the first world id; another one is refused with the known one. */
  remember(worldId: string): Promise<{ ok: true } | { ok: false; known: string }>
}
