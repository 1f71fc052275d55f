import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { drizzle } from 'drizzle-orm/pglite'
import { migrate } from 'drizzle-orm/pglite/migrator'
import { createPglite } from './create-pglite.ts'
import { findGenerated, readRows, type Rows } from './find-generated.ts'
import { unfinish } from './finish-image.ts'
import type { DataFolderImage } from './image-file.ts'
import { migrationConfig } from './migrations.ts'
import { CONTROL_FILE, requireKnownLayout } from './system-identifier.ts'

/** Makes a database as PGlite and the migrations do, and reads its folder without what the next database needs not. */
export async function makeImage(): Promise<DataFolderImage> {
  const other = await withFolder(readNewRows)
  return withFolder(async (folder) => {
    const rows = await readNewRows(folder)
    await withPglite(folder, async (client) => {
      await unfinish(drizzle({ client }), findGenerated(rows, other))
      // Two thirds of the files. PGlite makes no second database that would be a copy of them.
      for (const template of ['template0', 'template1']) {
        await client.exec(`ALTER DATABASE ${template} IS_TEMPLATE false`)
        await client.exec(`DROP DATABASE ${template}`)
      }
      await client.exec('CHECKPOINT')
    })
    // Once more, so that it writes the caches that a start reads.
    await withPglite(folder, (client) => client.query('SELECT 1'))
    return readFolder(folder)
  })
}

async function withFolder<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'aloha-proxy-image-'))
  try {
    return await use(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

type Client = Awaited<ReturnType<typeof createPglite>>

async function withPglite<Result>(
  folder: string,
  use: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = await createPglite(folder)
  try {
    return await use(client)
  } finally {
    await client.close()
  }
}

/** The rows of a database that was just made. */
function readNewRows(folder: string): Promise<Rows> {
  return withPglite(folder, async (client) => {
    const db = drizzle({ client })
    await migrate(db, migrationConfig)
    return readRows(db)
  })
}

function readFolder(folder: string): DataFolderImage {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted()
  const isFolder = (path: string) => statSync(join(folder, path)).isDirectory()
  const control = readFileSync(join(folder, CONTROL_FILE))
  const { segment, checkpointAt } = readCheckpoint(control)
  const isLog = (path: string) => path.startsWith('pg_wal/') && !isFolder(path)
  const files = paths.filter((path) => !isFolder(path) && (!isLog(path) || path === segment))
  return {
    folders: paths.filter(isFolder),
    files: files.map((path) => {
      const content = readFileSync(join(folder, path))
      if (path === segment) clearBefore(content, checkpointAt)
      return { path, size: content.length, bytes: withoutZeros(content) }
    }),
  }
}

const SHUT_DOWN = 1
const SEGMENT_BYTES = 16_777_216
const PAGE_BYTES = 8192
/** Header of a segment's first page. */
const HEADER_BYTES = 40

/** The segment of the write-ahead log in which the last checkpoint is, and where in it. */
function readCheckpoint(control: Buffer): { segment: string; checkpointAt: number } {
  requireKnownLayout(control)
  if (control.readUInt32LE(16) !== SHUT_DOWN) throw new Error('The database was not shut down')
  const at = control.readBigUInt64LE(32)
  const timeline = control.readUInt32LE(48)
  const number = Number(at / BigInt(SEGMENT_BYTES))
  const name = [timeline, 0, number].map((part) => part.toString(16).padStart(8, '0')).join('')
  return {
    segment: `pg_wal/${name.toUpperCase()}`,
    checkpointAt: Number(at % BigInt(SEGMENT_BYTES)),
  }
}

/** A start after an orderly end reads the checkpoint and what follows, and nothing of what made the database. */
function clearBefore(segment: Buffer, checkpointAt: number) {
  segment.fill(0, HEADER_BYTES, checkpointAt - (checkpointAt % PAGE_BYTES))
}

function withoutZeros(content: Buffer): Buffer {
  let end = content.length
  while (end > 0 && content[end - 1] === 0) end -= 1
  return content.subarray(0, end)
}
