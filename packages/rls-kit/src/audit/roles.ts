import type { Acl, MembershipRow, RoleRow, Snapshot } from './snapshot/types.ts'

/** What the app role is and can become. */
export interface Powers {
  /** Roles whose privileges it has without doing anything: itself, and what it inherits from. */
  readonly has: ReadonlySet<number>
  /** Roles that it can become with SET ROLE, itself left out. */
  readonly canBecome: ReadonlySet<number>
  /** Both, and what follows from both: whose privileges it has, or has after SET ROLE. */
  readonly mayUse: ReadonlySet<number>
}

/** Follows memberships. A superuser's own shortcut is left out, because it would drown every other finding. */
export function powersOf(role: RoleRow, snapshot: Snapshot): Powers {
  const owner = snapshot.roles.find((other) => other.name === 'pg_database_owner')
  const memberships: MembershipRow[] = [...snapshot.memberships]
  if (owner !== undefined) {
    memberships.push({
      role: owner.oid,
      member: snapshot.databaseOwner,
      inherit: true,
      set: false,
      admin: false,
    })
  }
  const reach = (follow: (row: MembershipRow) => boolean): Set<number> => {
    const seen = new Set([role.oid])
    for (const here of seen) {
      for (const row of memberships) if (row.member === here && follow(row)) seen.add(row.role)
    }
    return seen
  }
  // who may grant a role may grant it to himself; what a role inherits from, it can use once it is become
  const canBecome = reach((row) => row.set || row.admin)
  canBecome.delete(role.oid)
  return {
    has: reach((row) => row.inherit),
    canBecome,
    mayUse: reach((row) => row.inherit || row.set || row.admin),
  }
}

/** The privileges that any of `holders` (or PUBLIC) has by a list, and through whom. */
export function heldPrivileges(acl: readonly Acl[], holders: ReadonlySet<number>): Map<string, number[]> {
  const held = new Map<string, number[]>()
  for (const { grantee, privilege } of acl) {
    if (grantee !== 0 && !holders.has(grantee)) continue
    held.set(privilege, [...(held.get(privilege) ?? []), grantee])
  }
  return held
}
