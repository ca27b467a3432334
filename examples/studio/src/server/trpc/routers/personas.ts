import { randomUUID } from 'node:crypto'
import { defaultDomains } from '@nyxcore/specialization'
import { z } from 'zod'
import { ApiError } from '../../api-error.ts'
import { rowsAs } from '../../db/index.ts'
import { isId } from '../../runs/kinds.ts'
import { type Evidence, specialize } from '../../specialize.ts'
import { cleanText, filledText } from '../../text.ts'
import { id, procedure, router } from '../init.ts'

export interface Persona extends Record<string, unknown> {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly specializations: string[]
  readonly source: 'auto' | 'given'
  readonly evidence: Evidence[]
}

const columns = 'id, name, description, specializations, source, evidence'
const slugs = defaultDomains.map(({ slug }) => slug)
const slug = z.string().refine((value) => slugs.includes(value), `must be one of ${slugs.join(', ')}`)

export const personas = router({
  list: procedure.query(({ ctx }) =>
    rowsAs<Persona>(ctx.session, `select ${columns} from personas order by created_at desc, id limit 100`),
  ),

  byId: procedure.input(z.object({ id })).query(async ({ ctx, input }) => {
    const [persona] = isId(input.id)
      ? await rowsAs<Persona>(ctx.session, `select ${columns} from personas where id = $1`, [input.id])
      : []
    if (persona === undefined) throw new ApiError(404, 'there is no such persona')
    return persona
  }),

  /** Specializations that are given stay as they are; where none are, the description decides. */
  create: procedure
    .input(
      z.object({
        name: filledText(120),
        description: cleanText().default(''),
        specializations: z
          .array(slug)
          .max(3, 'must have at most 3')
          .refine((given) => new Set(given).size === given.length, 'must not name a domain twice')
          .optional(),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const given = input.specializations !== undefined && input.specializations.length > 0
      const found = specialize(input.description)
      const [persona] = await rowsAs<Persona>(
        ctx.session,
        `insert into personas (id, tenant_id, name, description, specializations, source, evidence, created_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${columns}`,
        [
          randomUUID(),
          ctx.session.tenantId,
          input.name.trim(),
          input.description,
          given ? input.specializations : found.slugs,
          given ? 'given' : 'auto',
          JSON.stringify(found.evidence),
          ctx.session.userId,
        ],
      )
      return persona as Persona
    }),

  /** What a description would give, for the form's preview. Nothing is stored. */
  preview: procedure
    .input(z.object({ description: cleanText() }))
    .query(({ input }) => specialize(input.description)),

  remove: procedure.input(z.object({ id })).mutation(async ({ ctx, input }) => {
    const rows = isId(input.id)
      ? await rowsAs(
          ctx.session,
          `delete from personas p where id = $1
           and not exists (select 1 from discussions d where d.persona_id = p.id) returning id`,
          [input.id],
        )
      : []
    if (rows.length === 0) throw new ApiError(404, 'there is no such persona, or a discussion needs it')
    return { id: input.id }
  }),
})
