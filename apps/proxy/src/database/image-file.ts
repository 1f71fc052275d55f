import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { reasonOf } from '../files/failure-reason.ts'

/** A data folder of PGlite: its folders, each after the one that it is in, and its files. */
export type DataFolderImage = {
  folders: string[]
  /** Without the zeros at the end, which a file of `size` bytes has after `bytes`. */
  files: { path: string; size: number; bytes: Buffer }[]
}

type Index = { folders: string[]; files: { path: string; size: number; length: number }[] }

/** Beside the migrations that it is made from. */
const imageFile = fileURLToPath(new URL('../../drizzle/pglite.image', import.meta.url))

const WINDOW_LOG = 26

/** A line with the hash, so that a stale image costs no more than its reading, and then the compressed rest. */
export function writeImage({ folders, files }: DataFolderImage, hash: string) {
  const index: Index = {
    folders,
    files: files.map(({ path, size, bytes }) => ({ path, size, length: bytes.length })),
  }
  const plain = Buffer.concat([line(index), ...files.map(({ bytes }) => bytes)])
  const packed = zstdCompressSync(plain, {
    params: {
      [constants.ZSTD_c_compressionLevel]: 19,
      [constants.ZSTD_c_windowLog]: WINDOW_LOG,
      [constants.ZSTD_c_enableLongDistanceMatching]: 1,
      // A damaged image is noticed, not opened.
      [constants.ZSTD_c_checksumFlag]: 1,
    },
  })
  writeFileSync(imageFile, Buffer.concat([line({ hash }), packed]))
}

/** Undefined when there is no image, or one of other migrations or of another PGlite. */
export function readImage(hash: string): DataFolderImage | undefined {
  const image = readIfThere()
  if (image == null || hashIn(image) !== hash) return undefined
  const plain = unpack(image.subarray(endOfLine(image)))
  if (plain == null) return undefined
  let at = endOfLine(plain)
  const index = JSON.parse(plain.toString('utf8', 0, at)) as Index
  const files = index.files.map(({ path, size, length }) => {
    const bytes = plain.subarray(at, at + length)
    at += length
    return { path, size, bytes }
  })
  return { folders: index.folders, files }
}

/** The hash that the committed image names; undefined without an image. */
export function readImageHash(): string | undefined {
  const image = readIfThere()
  return image == null ? undefined : hashIn(image)
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

function hashIn(image: Buffer): string | undefined {
  return /^\{"hash":"([0-9a-f]{64})"\}\n/.exec(image.toString('latin1', 0, 100))?.[1]
}

function unpack(packed: Buffer): Buffer | undefined {
  try {
    return zstdDecompressSync(packed, { params: { [constants.ZSTD_d_windowLogMax]: WINDOW_LOG } })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    return undefined
  }
}

function line(value: object): Buffer {
  return Buffer.from(`${JSON.stringify(value)}\n`)
}

function endOfLine(bytes: Buffer): number {
  return bytes.indexOf('\n') + 1
}
