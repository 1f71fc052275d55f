import type { PiApp } from '../apps/app-store.ts'
import type { PiUser } from '../users/user-store.ts'
import type { World } from '../world/world.ts'
import { controlRefusal } from './control-refusal.ts'

type Named = { username: string; app_id?: string | undefined }

type Actors =
  | { ok: true; app: PiApp; user: PiUser }
  | { ok: false; refusal: ReturnType<typeof controlRefusal<'app_not_found' | 'user_not_found'>> }

/** The app of that id; the first one when none is named. */
export function findApp(world: World, id?: string): PiApp | undefined {
  return id == null ? world.apps.first() : world.apps.find(id)
}

/** The user and the app that a request names, or which of them is unknown. */
export function findActors(world: World, { username, app_id: appId }: Named): Actors {
  const app = findApp(world, appId)
  if (app == null) return { ok: false, refusal: unknownApp(appId) }
  const user = world.users.find(username)
  return user == null
    ? { ok: false, refusal: controlRefusal('user_not_found', { id: username }) }
    : { ok: true, app, user }
}

export function unknownApp(id = '') {
  return controlRefusal('app_not_found', { id })
}
