// The worker calls EngineExports; there is nothing to do at the start.
return;
