import { apply, audit, defineRls } from '@nyxcore/rls-kit'
import pg from 'pg'
import { median } from './measure.ts'

/** Milliseconds that `audit` takes for many tables, each with a key, a foreign key, a trigger and its policies. */
export async function auditMany(url: string, tables: number): Promise<number> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    for (let n = 0; n < tables; n++) {
      const parent =
        n === 0 ? '' : `, p uuid, foreign key (tenant_id, p) references many_${n - 1} (tenant_id, id)`
      await client.query(`create table many_${n} (tenant_id uuid not null, id uuid not null, a text, b int, primary key (tenant_id, id)${parent});
        create function many_${n}() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$ begin new.a := trim(new.a); return new; end $$;
        create trigger tidy before insert on many_${n} for each row execute function many_${n}()`)
    }
    const rls = defineRls({
      tenant: { type: 'uuid' },
      roles: { app: 'bench_many_app', owner: 'bench_many_owner' },
      tables: Object.fromEntries(
        Array.from({ length: tables }, (_, n) => [`many_${n}`, { tenant: 'tenant_id' }]),
      ),
    })
    await apply(client, rls)
    const times: number[] = []
    for (let round = 0; round < 7; round++) {
      const started = performance.now()
      const { findings } = await audit(client, rls)
      times.push(performance.now() - started)
      if (findings.length > 0) throw new Error(`the audit found ${findings[0]?.rule} where nothing is`)
    }
    return median(times)
  } finally {
    await client.end()
  }
}
