import { openBrowser } from "./open.mjs";
const b=await openBrowser();
const [,, base, ...paths]=process.argv;
for (const w of [1280,320]) for (const path of paths){ const c=await b.newContext({viewport:{width:w,height:800}}); 
 if (process.env.SESSION) await c.addCookies([{name:"maillage",value:process.env.SESSION,url:base}]);
 const p=await c.newPage(); await p.goto(base+path); await p.screenshot({path:`/tmp/shots/y-${path.replace(/[^a-z0-9]/gi,"_")}-${w}.png`,fullPage:true}); await c.close();}
await b.close();
