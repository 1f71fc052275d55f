import { closeSync, mkdirSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { readImage, type Image } from './image-file.ts'
import { hashOfImage } from './image-hash.ts'
import { giveNewIdentity } from './system-identifier.ts'

/** What PGlite takes a folder for a database by; the last file of an image. */
export const VERSION_FILE = 'PG_VERSION'
/** In a folder that was empty and is being filled. */
const MARK = '.filling'
const ZEROS = Buffer.alloc(1_048_576)

/**
 * Fills an empty folder with the image of a database, which PGlite then opens: a tenth of the time of making one. Without
 * an image of these migrations nothing happens, and PGlite makes the database. So it does in a folder that holds
 * anything else. A fill that was cut off begins again: it has no file yet that makes the folder a database.
 */
export function fillDataDir(folder: string, hash = hashOfImage()) {
  const names = readdirSync(folder)
  const isCutOff = names.includes(MARK)
  if (names.includes(VERSION_FILE)) {
    if (isCutOff) rmSync(join(folder, MARK))
    return
  }
  if (names.length > 0 && !isCutOff) return
  const leftOver = names.filter((name) => name !== MARK)
  for (const name of leftOver) rmSync(join(folder, name), { recursive: true })
  const image = readImage(hash)
  if (image == null) {
    rmSync(join(folder, MARK), { force: true })
    return
  }
  fill(folder, image)
}

function fill(folder: string, image: Image) {
  writeBytes(join(folder, MARK), Buffer.of(), 0)
  for (const path of image.folders) mkdirSync(join(folder, path), { mode: 0o700 })
  for (const files of image.files) {
    giveNewIdentity(files)
    for (const { path, size, bytes } of files) writeBytes(join(folder, path), bytes, size)
  }
  rmSync(join(folder, MARK))
}

/** Zeros as well: Postgres counts on having the room of a segment. */
function writeBytes(path: string, bytes: Buffer, size: number) {
  const file = openSync(path, 'w', 0o600)
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at)
    for (let at = bytes.length; at < size;) {
      at += writeSync(file, ZEROS, 0, Math.min(ZEROS.length, size - at))
    }
  } finally {
    closeSync(file)
  }
}
