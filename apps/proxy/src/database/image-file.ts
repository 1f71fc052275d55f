import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { reasonOf } from '../files/failure-reason.ts'
import { migrationsFolder } from './migrations.ts'

export type ImageFile = {
  path: string
  size: number
  /** Without the zeros at the end. */
  bytes: Buffer
}

/** A data folder of PGlite. */
export type Image = {
  /** Each after the one that it is in. */
  folders: string[]
  /** In their order, some at a time: all at once would keep memory that the process needs no more. */
  files: Iterable<ImageFile[]>
}

/** The image begins with it, as a line of JSON; then come the index and the files, compressed. */
type Header = { hash: string; digest: string; blocks: number[] }
type Entry = Pick<ImageFile, 'path' | 'size'> & { length: number }
type Index = { folders: string[]; blocks: Entry[][] }

/** Beside the migrations that it is made from. */
const imageFile = join(migrationsFolder, 'pglite.image')

export function writeImage({ folders, files }: Image, hash: string) {
  const index: Index = { folders, blocks: [] }
  const packed: Buffer[] = []
  for (const block of files) {
    index.blocks.push(block.map(({ path, size, bytes }) => ({ path, size, length: bytes.length })))
    packed.push(pack(Buffer.concat(block.map(({ bytes }) => bytes))))
  }
  packed.unshift(pack(Buffer.from(JSON.stringify(index))))
  const digest = digestOf(Buffer.concat(packed))
  const header: Header = { hash, digest, blocks: packed.map(({ length }) => length) }
  writeFileSync(imageFile, Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), ...packed]))
}

/** Undefined when there is no image, a damaged one, or one of other migrations or of another PGlite. */
export function readImage(hash: string): Image | undefined {
  const image = readIfThere()
  if (image == null) return undefined
  const header = readHeader(image)
  if (header?.hash !== hash) return undefined
  const body = image.subarray(image.indexOf('\n') + 1)
  if (digestOf(body) !== header.digest) return undefined
  const [first = 0, ...lengths] = header.blocks
  const index = JSON.parse(unpack(body.subarray(0, first)).toString()) as Index
  return { folders: index.folders, files: readBlocks(body.subarray(first), lengths, index) }
}

function* readBlocks(body: Buffer, lengths: readonly number[], index: Index) {
  let from = 0
  for (const [number, length] of lengths.entries()) {
    const plain = unpack(body.subarray(from, from + length))
    from += length
    let at = 0
    yield (index.blocks[number] ?? []).map(({ path, size, length }) => {
      const bytes = plain.subarray(at, at + length)
      at += length
      return { path, size, bytes }
    })
  }
}

/** The hash that the committed image names; undefined without an image. */
export function readImageHash(): string | undefined {
  const image = readIfThere()
  return image && readHeader(image)?.hash
}

function readIfThere(): Buffer | undefined {
  try {
    return readFileSync(imageFile)
  } catch (error) {
    // A lack of the machine would hit the slow way as well, which says so.
    if (reasonOf(error) == null) throw error
    return undefined
  }
}

function readHeader(image: Buffer): Header | undefined {
  const line = image.toString('latin1', 0, Math.max(0, image.indexOf('\n')))
  return line.startsWith('{"hash":') ? (JSON.parse(line) as Header) : undefined
}

function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function pack(plain: Buffer): Buffer {
  return zstdCompressSync(plain, { params: { [constants.ZSTD_c_compressionLevel]: 19 } })
}

function unpack(packed: Buffer): Buffer {
  return zstdDecompressSync(packed, { chunkSize: 1_048_576 })
}
