import { PGlite } from '@electric-sql/pglite'
import { PGLITE_DESCRIPTORS } from '../files/descriptor-limit.ts'
import { PrivateNodeFS } from './private-node-fs.ts'

/** Postgres takes all of it from the start, and 128 MB by itself. What is not in it is in the system's file cache. */
const SHARED_BUFFERS = '16MB'
const startParams = [
  ...PGlite.defaultStartParams,
  '-c',
  `max_files_per_process=${PGLITE_DESCRIPTORS}`,
  '-c',
  `shared_buffers=${SHARED_BUFFERS}`,
]

/** PGlite in this folder; it makes a database in one that holds none. */
export function createPglite(folder: string): Promise<PGlite> {
  return PGlite.create({ fs: new PrivateNodeFS(folder), startParams })
}
