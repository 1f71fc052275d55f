import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { drizzle } from 'drizzle-orm/pglite'
import { migrate } from 'drizzle-orm/pglite/migrator'
import { createPglite } from './create-pglite.ts'
import { VERSION_FILE } from './fill-data-dir.ts'
import { findGenerated, readRows, type Rows } from './find-generated.ts'
import { unfinish } from './finish-image.ts'
import type { Image, ImageFile } from './image-file.ts'
import { migrationConfig } from './migrations.ts'
import { CONTROL_FILE, isOfIdentity, requireKnownLayout } from './system-identifier.ts'

/** Makes a database as PGlite and the migrations do, and reads its folder without what the next database needs not. */
export async function makeImage(): Promise<Image> {
  const other = await withFolder(readNewRows)
  return withFolder(async (folder) => {
    const rows = await readNewRows(folder)
    await withPglite(folder, async (client) => {
      await unfinish(client, findGenerated(rows, other))
      // Two thirds of the files. PGlite makes no second database that would be a copy of them.
      for (const template of ['template0', 'template1']) {
        await client.exec(`ALTER DATABASE ${template} IS_TEMPLATE false`)
        await client.exec(`DROP DATABASE ${template}`)
      }
      // The next segment of the log holds the last checkpoint and nothing of how the database was made.
      await client.exec('SELECT pg_switch_wal(); CHECKPOINT')
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

function readFolder(folder: string): Image {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted()
  const isFolder = (path: string) => statSync(join(folder, path)).isDirectory()
  const segment = segmentOfCheckpoint(readFileSync(join(folder, CONTROL_FILE)))
  const files = paths
    .filter((path) => !isFolder(path) && (path === segment || !path.startsWith('pg_wal/')))
    .map((path): ImageFile => {
      const content = readFileSync(join(folder, path))
      return { path, size: content.length, bytes: withoutZeros(content) }
    })
  return { folders: paths.filter(isFolder), files: inBlocks(files) }
}

const SHUT_DOWN = 1
const SEGMENT_BYTES = 16_777_216n

/** The segment of the write-ahead log in which the last checkpoint is: all that a start after an orderly end reads. */
function segmentOfCheckpoint(control: Buffer): string {
  requireKnownLayout(control)
  if (control.readUInt32LE(16) !== SHUT_DOWN) throw new Error('The database was not shut down')
  const number = Number(control.readBigUInt64LE(32) / SEGMENT_BYTES)
  const timeline = control.readUInt32LE(48)
  const name = [timeline, 0, number].map((part) => part.toString(16).padStart(8, '0')).join('')
  return `pg_wal/${name.toUpperCase()}`
}

const BLOCK_BYTES = 524_288

/** Some files at a time; at the end those that hold the identity, and the one that makes the folder a database. */
function inBlocks(files: readonly ImageFile[]): ImageFile[][] {
  const isLast = ({ path }: ImageFile) => isOfIdentity(path) || path === VERSION_FILE
  const last = files.filter(isLast).toSorted((a, b) => Number(isVersion(a)) - Number(isVersion(b)))
  const blocks: ImageFile[][] = []
  let room = 0
  for (const file of files.filter((each) => !isLast(each))) {
    if (room < file.bytes.length) {
      blocks.push([])
      room = BLOCK_BYTES
    }
    blocks.at(-1)?.push(file)
    room -= file.bytes.length
  }
  return [...blocks, last]
}

function isVersion({ path }: ImageFile): boolean {
  return path === VERSION_FILE
}

function withoutZeros(content: Buffer): Buffer {
  let end = content.length
  while (end > 0 && content[end - 1] === 0) end -= 1
  return content.subarray(0, end)
}
