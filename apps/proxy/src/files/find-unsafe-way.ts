import { realpathSync, statSync, type Stats } from 'node:fs'
import { dirname } from 'node:path'
import { statusOf, user } from './file-owner.ts'

const STICKY = 0o1000
const OTHERS_WRITE = 0o002
const GROUP_WRITE = 0o020
const ROOT = 0

/** What another user could do to the way that leads to a folder: replace it. */
export type Way = { refusal?: string; notes: string[] }

/** Looks at every folder and symbolic link on the way to an absolute path, up to the last one that exists. */
export function findUnsafeWay(folder: string): Way {
  if (user == null) return { notes: [] }
  const links = parentsOf(folder, true).filter((each) => statusOf(each)?.isSymbolicLink())
  for (const link of links) {
    const owner = statusOf(link)?.uid
    if (owner !== user && owner !== ROOT) {
      return { notes: [], refusal: `goes through ${link}, a symbolic link of another user` }
    }
  }
  const parents = new Set([...parentsOf(folder, false), ...links.flatMap(parentsBehind)])
  const notes: string[] = []
  for (const parent of parents) {
    const status = statSync(parent, { throwIfNoEntry: false })
    if (status == null || !status.isDirectory()) continue
    if (mayReplace(status, OTHERS_WRITE)) {
      return {
        notes: [],
        refusal: `is in ${parent}, in which any user may replace it: chmod o-w it`,
      }
    }
    const doubt = findDoubt(status)
    if (doubt != null) notes.push(`is in ${parent}, ${doubt}`)
  }
  return { notes }
}

/** In a sticky folder everyone replaces only what is theirs. */
function mayReplace({ mode }: Stats, permission: number): boolean {
  return (mode & permission) !== 0 && (mode & STICKY) === 0
}

function findDoubt(status: Stats): string | undefined {
  if (status.uid !== user && status.uid !== ROOT) {
    return `which belongs to another user (uid ${status.uid}) who may replace it`
  }
  // Where every user has their own group, its number is that of the user.
  const isOwnGroup = status.gid === user || status.gid === ROOT
  return mayReplace(status, GROUP_WRITE) && !isOwnGroup
    ? `in which the group ${status.gid} may replace it`
    : undefined
}

/** From the folder outwards. */
function parentsOf(folder: string, isIncluded: boolean): string[] {
  const parents = isIncluded ? [folder] : []
  for (let each = folder; each !== dirname(each); each = dirname(each)) parents.push(dirname(each))
  return parents
}

function parentsBehind(link: string): string[] {
  return statSync(link, { throwIfNoEntry: false }) == null
    ? []
    : parentsOf(realpathSync(link), false)
}
