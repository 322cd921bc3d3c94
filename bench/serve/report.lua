-- wrk: POST /api/report of one file. KEY and FILE come from the environment; with FRESH=1 every request is a text of its
-- own, so that no answer is kept from the one before; with BARE=1 the numbers alone are asked for, without doubts and pictures.
local function escape(s)
  return '"' .. s:gsub('[%c"\\]', function(c) return string.format('\\u%04x', c:byte()) end) .. '"'
end

local text = io.open(os.getenv("FILE")):read("a")
local fresh = os.getenv("FRESH") == "1"
local more = os.getenv("BARE") == "1" and ', "doubts": false, "pictures": []' or ""
local headers = { ["X-Humdinger-Key"] = os.getenv("KEY"), ["Content-Type"] = "application/json" }
local n = 0
local own

function init()
  math.randomseed(os.time())
  own = tostring({}) -- differs between threads
end

function request()
  local body = text
  if fresh then
    n = n + 1
    body = text .. "# " .. own .. " " .. n .. "\n"
  end
  return wrk.format("POST", "/api/report", headers, '{"text": ' .. escape(body) .. more .. '}')
end

function response(status)
  if status ~= 200 then io.stderr:write("status ", status, "\n") end
end
