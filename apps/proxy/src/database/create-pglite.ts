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

/** The only type of array in our tables and statements. */
const TEXT_ARRAY = 1009

/** PGlite in this folder; it makes a database in one that holds none. */
export async function createPglite(folder: string): Promise<PGlite> {
  const pglite = await PGlite.create({ fs: new PrivateNodeFS(folder), startParams })
  // It finds 300 types of array and copies the list of their parsers for each statement: half of the time of a short one.
  // Types that are no arrays it knows without the list.
  const parser = pglite.parsers[TEXT_ARRAY]
  if (parser == null) throw new Error('PGlite has no parser for arrays of text')
  pglite.parsers = { [TEXT_ARRAY]: parser }
  return pglite
}
