import {it} from 'vitest'; import {readFileSync} from 'node:fs'; import {parseYaml} from '../../../src/std/yaml.ts';import {canonicalJson} from '../../../src/std/canonical-json.ts';
it('x',()=>{let bad=0;const g=JSON.parse(readFileSync('/tmp/q/bad.json','utf8'));for(const c of g){const r=parseYaml(c.text);
 let want:string,got:string;
 if(c.rc===0){ if(c.out==='')want='[]'; else {const w=JSON.parse(c.out);delete w.metadata?.annotations;want=canonicalJson(w)} got='error' in r?'ERR '+r.error.message: r.documents.length===0?'[]':canonicalJson(r.documents[0].value);}
 else {want=c.out.replace(/^error: (error parsing STDIN: )?/,''); got='error' in r?r.error.message:'OK '+canonicalJson(r.documents.map(d=>d.value));}
 if(want!==got){bad++;console.log(c.name,'\n  WANT',want.slice(0,150),'\n  GOT ',got.slice(0,150),'error' in r?[r.error.line,r.error.column]:'')}
} console.log(g.length,'bad',bad)});
