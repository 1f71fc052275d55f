import { PGlite } from '@electric-sql/pglite'
import { PrivateNodeFS } from './private-node-fs.ts'

/** The least that it takes. By itself it would keep each file open that it ever used, up to a thousand. */
export const PGLITE_DESCRIPTORS = 64
const startParams = [
  ...PGlite.defaultStartParams,
  '-c',
  `max_files_per_process=${PGLITE_DESCRIPTORS}`,
]

/** PGlite in this folder; it makes a database in one that holds none. */
export function createPglite(folder: string): Promise<PGlite> {
  return PGlite.create({ fs: new PrivateNodeFS(folder), startParams })
}
